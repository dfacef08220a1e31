"""The office’s own workbook: template as data, intake, opening acts."""

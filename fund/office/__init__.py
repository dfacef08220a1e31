"""The office's own workbook: template as data, guarded reading, intake."""

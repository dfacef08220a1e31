"""What pages draw of the office’s own workbook: handing it in, looking through it, approving it."""

"""Write a region's rules as an Excel workbook that officers fill in, and take it back."""

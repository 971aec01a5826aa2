"""A region's rules as an Excel workbook that officers fill in, there and back."""

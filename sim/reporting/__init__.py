"""The report: folder -> what its files say (`result`) -> sections of the page -> one HTML file (`page`)."""

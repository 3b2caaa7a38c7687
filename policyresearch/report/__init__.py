"""The report: a page, a PDF and a Word document from what the notebooks left."""

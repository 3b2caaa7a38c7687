"""A page's text to the document's text: boilerplate, layout, script."""

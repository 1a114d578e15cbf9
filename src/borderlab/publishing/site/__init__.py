"""What the report site is made of: Sphinx settings, page templates, a style sheet."""

"""From everything to readers: tables, figures, evidence, exports and the report."""

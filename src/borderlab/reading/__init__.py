"""From texts to a corpus: decode, zones, dates, paragraphs and sentences with offsets."""

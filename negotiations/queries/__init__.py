"""Read models that span nouns; nothing here writes."""

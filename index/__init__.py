"""How a passage is found: terms, passages, BM25 ranking."""

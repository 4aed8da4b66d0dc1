"""JSON Schemas: of the allocation document, and of the files that people write."""

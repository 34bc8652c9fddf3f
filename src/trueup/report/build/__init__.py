"""From what the stages found to the report's data: pure mapping, nothing new is computed about the schema."""

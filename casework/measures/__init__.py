"""Performance measures: editions, periods, values with their history, targets, RAG and comparison."""

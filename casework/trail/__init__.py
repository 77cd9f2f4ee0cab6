"""The audit trail: who did what, to what, when and from where, in words; append-only and chained by a keyed hash."""

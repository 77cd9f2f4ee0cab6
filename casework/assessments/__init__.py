"""Self-assessments: templates, answers, ratings and the director's signature."""

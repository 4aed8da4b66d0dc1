"""The allocation document: what a strategist reads and what a report generator is fed."""

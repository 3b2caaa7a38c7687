"""From raw documents to the report; only what changed is made again."""

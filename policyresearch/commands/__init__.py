"""The commands of `python -m policyresearch`, one module each, by name."""

"""The stages of an audit that bring several packages together: sides, judgement, readings, options."""

"""What the longer types of the chapters ask: their forms and lists, beside the flow in `workflows/types`."""

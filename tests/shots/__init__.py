"""Pictures of every window in every state, to be looked at before anybody calls it done."""

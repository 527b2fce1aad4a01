"""The suspects of a text: the few places at which a rule can begin, found by judging each different token once."""

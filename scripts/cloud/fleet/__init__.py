"""What the scripts of all clouds share: the list of machines, the journal, the calls, the walk of one machine."""

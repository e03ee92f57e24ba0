"""A session shown to a trainer through a broker, and clients watched through one."""

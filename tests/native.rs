//! Native tests: one binary, a module a subject.

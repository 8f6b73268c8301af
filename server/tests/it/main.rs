//! Stories over a real listener: each test starts a server of its own on a free port, with a data folder of its own.

mod cancel;
mod command;
mod doors;
mod downloads;
mod elsewhere;
mod enrolment;
mod faces;
mod faults;
mod gallery;
mod judge;
mod kills;
mod limits;
mod methods;
mod outage;
#[cfg(unix)]
mod private;
mod quiz_limits;
mod restart;
mod scenario;
mod simulated;
mod slow;
mod stimuli;
mod study;
mod support;
mod taken_up;
mod titles;
mod traps;
mod viewers;
mod walk;

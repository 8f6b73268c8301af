//! Stories over a real listener: each test starts a server of its own on a free port, with a data folder of its own.

mod cancel;
mod doors;
mod downloads;
mod elsewhere;
mod faces;
mod faults;
mod gallery;
mod kills;
mod limits;
mod outage;
mod restart;
mod simulated;
mod story;
mod study;
mod support;
mod taken_up;
mod viewers;
mod walk;

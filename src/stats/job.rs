//! Gives work to another thread where there are several, and takes it back when it is done.

/// Work that owns all it needs.
pub(crate) trait Work: Send + 'static {
    /// Does it.
    fn run(&mut self);
}

#[cfg(not(feature = "parallel"))]
pub(crate) use alone::Job;
#[cfg(feature = "parallel")]
pub(crate) use shared::Job;

#[cfg(not(feature = "parallel"))]
mod alone {
    use super::Work;

    /// Work that is done.
    pub(crate) struct Job<W>(W);

    impl<W: Work> Job<W> {
        /// Does it.
        pub fn start(mut work: W) -> Self {
            work.run();
            Self(work)
        }

        /// The work, done.
        pub fn take(self) -> W {
            self.0
        }
    }
}

#[cfg(feature = "parallel")]
mod shared {
    use super::Work;
    use crate::stats::side_by_side::threads;
    use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

    /// Work that some thread does: one of the pool's, or who takes it back when that one gets there first, so that a pool with all
    /// its threads elsewhere stops nobody.
    pub(crate) struct Job<W>(Arc<Inner<W>>);

    struct Inner<W> {
        state: Mutex<State<W>>,
        done: Condvar,
    }

    enum State<W> {
        Waiting(W),
        Taken,
        Done(W),
    }

    impl<W: Work> Inner<W> {
        fn lock(&self) -> MutexGuard<'_, State<W>> {
            self.state.lock().unwrap_or_else(PoisonError::into_inner)
        }

        fn run(&self) {
            let mut state = self.lock();
            match std::mem::replace(&mut *state, State::Taken) {
                State::Waiting(mut work) => {
                    drop(state);
                    work.run();
                    *self.lock() = State::Done(work);
                    self.done.notify_all();
                }
                other => *state = other,
            }
        }
    }

    impl<W: Work> Job<W> {
        /// Gives it to the pool, or does it where there is but one thread.
        pub fn start(work: W) -> Self {
            let inner = Arc::new(Inner { state: Mutex::new(State::Waiting(work)), done: Condvar::new() });
            if threads() < 2 {
                inner.run();
            } else {
                let of_pool = inner.clone();
                rayon::spawn(move || of_pool.run());
            }
            Self(inner)
        }

        /// The work, done here where nobody has begun to.
        pub fn take(self) -> W {
            self.0.run();
            let mut state = self.0.lock();
            loop {
                match std::mem::replace(&mut *state, State::Taken) {
                    State::Done(work) => return work,
                    other => *state = other,
                }
                state = self.0.done.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Doubled(u64);

    impl Work for Doubled {
        fn run(&mut self) {
            self.0 *= 2;
        }
    }

    #[test]
    fn work_is_done_once_whoever_does_it() {
        for round in 0..500 {
            let jobs: Vec<_> = (0..8).map(|at| Job::start(Doubled(round + at))).collect();
            let done: Vec<u64> = jobs.into_iter().map(|job| job.take().0).collect();
            assert_eq!(done, (0..8).map(|at| 2 * (round + at)).collect::<Vec<_>>());
        }
    }
}

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
    use rayon::Yield;
    use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
    use std::time::Duration;

    /// How long a thread of the pool that found nothing to help with waits before it looks again.
    const PAUSE: Duration = Duration::from_micros(100);

    /// Work that some thread does: one of the pool's, or who takes it back when that one gets there first, so that a pool with all
    /// its threads elsewhere stops nobody.
    ///
    /// Work that waits for other work takes what it started itself: everybody then waits for what began after them, so that
    /// no two wait for each other, though who waits does other work meanwhile.
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

        fn take_done(&self) -> Option<W> {
            let mut state = self.lock();
            match std::mem::replace(&mut *state, State::Taken) {
                State::Done(work) => return Some(work),
                other => *state = other,
            }
            None
        }

        /// Waits until it is done, at most for so long, or for less.
        fn wait(&self, at_most: Option<Duration>) {
            let state = self.lock();
            if matches!(*state, State::Taken) {
                match at_most {
                    // Not `wait_timeout_while`, which asks for the time: WebAssembly has none.
                    Some(time) => drop(self.done.wait_timeout(state, time)),
                    None => drop(self.done.wait(state)),
                }
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

        /// The work, done here where nobody has begun to. A thread of the pool does other work of the pool while it waits, parts
        /// of this one among it.
        pub fn take(self) -> W {
            self.0.run();
            loop {
                if let Some(work) = self.0.take_done() {
                    return work;
                }
                match rayon::yield_now() {
                    Some(Yield::Executed) => {}
                    Some(Yield::Idle) => self.0.wait(Some(PAUSE)),
                    None => self.0.wait(None),
                }
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

    /// Has jobs of its own, as many deep, each of which works on parts side by side.
    struct Nested(u64, u64);

    impl Work for Nested {
        fn run(&mut self) {
            let parts = crate::stats::side_by_side::each((0..20).collect(), |part: u64| part);
            let jobs: Vec<_> = (0..3 * self.0.min(1)).map(|_| Job::start(Nested(self.0 - 1, 0))).collect();
            let of_jobs: u64 = jobs.into_iter().map(|job| job.take().1).sum();
            self.1 = parts.into_iter().sum::<u64>() + of_jobs;
        }
    }

    #[test]
    fn who_waits_helps() {
        let check = || assert_eq!(Job::start(Nested(3, 0)).take().1, 190 * (1 + 3 + 9 + 27));
        check();
        #[cfg(feature = "parallel")]
        for threads in 1..4 {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            (0..50).for_each(|_| pool.install(check));
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

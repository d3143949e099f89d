//! Computes a SHA-256 from pieces: on another thread, while the next piece is read, where there is one.

use sha2::{Digest as _, Sha256};

#[cfg(not(feature = "parallel"))]
pub(super) use alone::Hasher;
#[cfg(feature = "parallel")]
pub(super) use shared::Hasher;

/// The hash in 64 lower-case hexadecimal digits.
pub(super) fn hex(hash: Sha256) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS.get(usize::from(value)).copied().unwrap_or(b'?'));
    hash.finalize().iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(not(feature = "parallel"))]
mod alone {
    use super::{Sha256, hex};
    use sha2::Digest as _;

    /// A hash on its way.
    #[derive(Default)]
    pub(in super::super) struct Hasher(Sha256);

    impl Hasher {
        /// Takes the next piece in.
        pub fn update(&mut self, piece: &[u8]) {
            self.0.update(piece);
        }

        /// The hash of all pieces.
        pub fn finish(&mut self) -> String {
            hex(std::mem::take(&mut self.0))
        }
    }
}

#[cfg(feature = "parallel")]
mod shared {
    use super::{Sha256, hex};
    use sha2::Digest as _;
    use std::collections::VecDeque;
    use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

    /// Most pieces that wait for a thread; who brings more works on them.
    const WAITING_MAX: usize = 4;

    /// A hash on its way. Whoever has time works on it: a thread of the pool, or the one that brings pieces where the pool is
    /// elsewhere.
    #[derive(Default)]
    pub(in super::super) struct Hasher(Arc<Inner>);

    #[derive(Default)]
    struct Inner {
        state: Mutex<State>,
        /// A piece was worked on.
        done: Condvar,
    }

    struct State {
        /// Before the pieces that wait; none while somebody works on a piece.
        hash: Option<Sha256>,
        waiting: VecDeque<Vec<u8>>,
        /// Used pieces, for their memory.
        spare: Vec<Vec<u8>>,
        /// Whether the pool was asked to work on what waits.
        is_called: bool,
    }

    impl Default for State {
        fn default() -> Self {
            Self { hash: Some(Sha256::new()), waiting: VecDeque::new(), spare: Vec::new(), is_called: false }
        }
    }

    impl Inner {
        fn lock(&self) -> MutexGuard<'_, State> {
            self.state.lock().unwrap_or_else(PoisonError::into_inner)
        }

        /// Works on the next piece, or waits until another thread is done with one.
        fn advance<'a>(&'a self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
            let Some(mut hash) = state.hash.take() else {
                return self.done.wait(state).unwrap_or_else(PoisonError::into_inner);
            };
            let piece = state.waiting.pop_front().unwrap_or_default();
            drop(state);
            hash.update(&piece);
            let mut state = self.lock();
            state.hash = Some(hash);
            state.spare.push(piece);
            self.done.notify_all();
            state
        }

        /// Works on all that waits.
        fn run(&self) {
            let mut state = self.lock();
            while !state.waiting.is_empty() {
                state = self.advance(state);
            }
            state.is_called = false;
        }
    }

    impl Hasher {
        /// Takes the next piece in.
        pub fn update(&mut self, piece: &[u8]) {
            let mut state = self.0.lock();
            if rayon::current_num_threads() < 2 {
                if let Some(hash) = &mut state.hash {
                    hash.update(piece);
                }
                return;
            }
            while state.waiting.len() >= WAITING_MAX {
                state = self.0.advance(state);
            }
            let mut copy = state.spare.pop().unwrap_or_default();
            copy.clear();
            copy.extend_from_slice(piece);
            state.waiting.push_back(copy);
            if !std::mem::replace(&mut state.is_called, true) {
                let inner = self.0.clone();
                rayon::spawn(move || inner.run());
            }
        }

        /// The hash of all pieces.
        pub fn finish(&mut self) -> String {
            let mut state = self.0.lock();
            loop {
                if state.waiting.is_empty()
                    && let Some(hash) = state.hash.take()
                {
                    state.hash = Some(Sha256::new());
                    return hex(hash);
                }
                state = self.0.advance(state);
            }
        }
    }
}

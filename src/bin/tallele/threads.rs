//! Sets up the threads that a command works with.

/// Has so many threads, all cores' where none are asked for, of which this one is the first: one more would take turns with the
/// others, and what is given to them would wait for it.
pub fn begin(threads: Option<usize>) {
    // Fails only when there are threads already, which are then as good.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).use_current_thread().build_global();
}

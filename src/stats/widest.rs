//! Runs work with the widest instructions of the machine, which the program learns when it runs; natively alone.

/// What `work` gives. It is compiled once for every machine and once for those of the last ten years, as far as what it calls is
/// inlined into it; for whole numbers, as both must give the same bits.
#[cfg(feature = "cli")]
#[inline]
pub(crate) fn with_widest<T>(work: impl FnOnce() -> T) -> T {
    pulp::Arch::new().dispatch(work)
}

/// What `work` gives.
#[cfg(not(feature = "cli"))]
#[inline]
pub(crate) fn with_widest<T>(work: impl FnOnce() -> T) -> T {
    work()
}

//! Works on parts of something, side by side where there are threads.

/// How many parts are worked on at a time.
pub(crate) fn threads() -> usize {
    #[cfg(feature = "parallel")]
    {
        rayon::current_num_threads()
    }
    #[cfg(not(feature = "parallel"))]
    1
}

/// What each part gives, in the parts' order.
#[cfg(feature = "parallel")]
pub(crate) fn each<T: Send, U: Send>(parts: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
    use std::sync::Mutex;
    if parts.len() < 2 || threads() < 2 {
        return parts.into_iter().map(work).collect();
    }
    let slots: Vec<Mutex<(Option<T>, Option<U>)>> =
        parts.into_iter().map(|part| Mutex::new((Some(part), None))).collect();
    at_once(slots.len(), &|at| {
        if let Some(Ok(mut slot)) = slots.get(at).map(Mutex::lock) {
            slot.1 = slot.0.take().map(&work);
        }
    });
    slots.into_iter().filter_map(|slot| slot.into_inner().ok()?.1).collect()
}

/// One for all kinds of work, as each would be compiled by itself.
#[cfg(feature = "parallel")]
fn at_once(parts: usize, work: &(dyn Fn(usize) + Sync)) {
    use rayon::prelude::*;
    (0..parts).into_par_iter().for_each(work);
}

/// What each part gives, in the parts' order.
#[cfg(not(feature = "parallel"))]
pub(crate) fn each<T, U>(parts: Vec<T>, work: impl Fn(T) -> U) -> Vec<U> {
    parts.into_iter().map(work).collect()
}

/// What two pieces of work give.
#[cfg(feature = "parallel")]
pub(crate) fn both<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(one, other)
}

/// What two pieces of work give.
#[cfg(not(feature = "parallel"))]
pub(crate) fn both<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
    (one(), other())
}

#[cfg(test)]
mod tests {
    #[test]
    fn parts_stay_in_order() {
        let parts: Vec<String> = (0..1000).map(|part| part.to_string()).collect();
        assert_eq!(
            super::each(parts, |part| part.parse::<usize>().unwrap() * 2),
            (0..1000).map(|part| part * 2).collect::<Vec<_>>()
        );
        assert!(super::each(Vec::<u8>::new(), |part| part).is_empty());
    }
}

//! `unrolled!`: loops over a few registers, written out.
//!
//! The page's builds are optimised for size, and then the compiler keeps a loop of six turns a loop: an array that it
//! indexes by a variable lives in memory, and a kernel that should keep its sums in registers runs at a third of its
//! speed. Where arrays stand for registers, they are indexed by constants alone.

/// Runs `body` with the constant `index` = 0, 1, … < `count`, a constant of at most 8.
macro_rules! unrolled {
    ($index:ident < $count:expr, $body:block) => {
        assert!($count <= 8, "at most eight turns are written out");
        unrolled!(@ $index, $count, $body, 0 1 2 3 4 5 6 7)
    };
    (@ $index:ident, $count:expr, $body:block, $($turn:literal)*) => {
        $(if $turn < $count {
            // The second half is for the compiler's lints, which look at turns that are not taken.
            let $index: usize = if $turn < $count { $turn } else { 0 };
            $body
        })*
    };
}
pub(crate) use unrolled;

/// Arrays of vectors, element by element: `each!(n, v => n + v)` is `[n[0] + v[0], n[1] + v[1], …]`. A macro, and not a
/// function of a closure, for the same reason: a closure that is used four times becomes four calls.
macro_rules! each {
    ($first:ident $(, $other:ident)* => $body:expr) => {{
        let mut results = $first;
        $crate::num::unrolled!(i < results.len(), {
            let $first = $first[i];
            $(let $other = $other[i];)*
            results[i] = $body;
        });
        results
    }};
}
pub(crate) use each;

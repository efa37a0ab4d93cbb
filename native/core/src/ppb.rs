//! How parts of a whole become integers: parts per billion by largest remainder.

/// The whole credit: shares and the unattributed part add up to it exactly.
pub(crate) const WHOLE_PPB: u32 = 1_000_000_000;

/// The share of each of `parts` in `whole`, and of what they leave of it. What is rounded off goes, one part per billion each, to the largest
/// remainders: among equal ones to the first, to what is left over last. Nothing of a whole that is nothing is attributed.
///
/// `whole` is at most 2^98, and no less than the sum of the parts.
pub(crate) fn apportion(parts: &[u128], whole: u128) -> (Vec<u32>, u32) {
    if whole == 0 {
        return (vec![0; parts.len()], WHOLE_PPB);
    }
    let left = whole - parts.iter().sum::<u128>();
    let numerators = || parts.iter().chain([&left]).map(|part| part * u128::from(WHOLE_PPB));
    let mut shares: Vec<u32> = numerators().map(|numerator| (numerator / whole) as u32).collect();
    let missing = WHOLE_PPB - shares.iter().sum::<u32>();
    let remainders: Vec<u128> = numerators().map(|numerator| numerator % whole).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(remainders[*at]));
    for at in order.into_iter().take(missing as usize) {
        shares[at] += 1;
    }
    let unattributed = shares.pop().unwrap_or(WHOLE_PPB);
    (shares, unattributed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_remainders_go_to_earlier_parts_and_to_what_is_left_last() {
        assert_eq!(apportion(&[1], 3), (vec![333_333_333], 666_666_667));
        assert_eq!(apportion(&[1, 1, 1], 3), (vec![333_333_334, 333_333_333, 333_333_333], 0));
        let sixths = (vec![166_666_667, 166_666_667, 166_666_667, 166_666_667, 166_666_666], 166_666_666);
        assert_eq!(apportion(&[1; 5], 6), sixths);
        assert_eq!(apportion(&[0, 0], 0), (vec![0, 0], WHOLE_PPB));
    }
}

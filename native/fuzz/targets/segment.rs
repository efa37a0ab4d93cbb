//! Altered files of a segment: tokens, suffix array, offsets, names and every column beside them.
#![no_main]

use std::sync::LazyLock;

use attribution_fuzz::altered::Altered;
use libfuzzer_sys::fuzz_target;

/// All files are a segment's but these.
static INDEX: LazyLock<Altered> =
    LazyLock::new(|| Altered::build_without(&["manifest.json", "counts.", "checksums."]));

fuzz_target!(|input: &[u8]| INDEX.check(input));

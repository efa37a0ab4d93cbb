//! Altered manifests.
#![no_main]

use std::sync::LazyLock;

use attribution_fuzz::altered::Altered;
use libfuzzer_sys::fuzz_target;

static INDEX: LazyLock<Altered> = LazyLock::new(|| Altered::build(&["manifest.json"]));

fuzz_target!(|input: &[u8]| INDEX.check(input));

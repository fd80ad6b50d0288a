//! What an adapter bears, and how a dispatch is cut to it. No more is known here than numbers, so that it is
//! tested where there is no GPU.

/// Invocations of a workgroup, where there may be so many.
const GROUP: usize = 64;

/// What a dispatch may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DispatchLimits {
    /// Invocations of a workgroup, which lie along one dimension.
    pub group: usize,
    /// Workgroups along each dimension.
    pub groups: [usize; 3],
    /// Storage buffers of a shader.
    pub buffers: usize,
}

impl DispatchLimits {
    /// Of an adapter with so many invocations of a workgroup, along one dimension too, so many workgroups along
    /// each, and so many storage buffers.
    pub fn new(invocations: usize, groups: [usize; 3], buffers: usize) -> Self {
        Self {
            group: GROUP.min(invocations),
            groups,
            buffers,
        }
    }

    /// Workgroups along each dimension for so many threads, each with so many layers; `None` where there are
    /// more than the adapter bears. Threads lie along two of them, rows first, and those beyond the last do
    /// nothing.
    pub fn spread(self, threads: usize, layers: usize) -> Option<[usize; 3]> {
        let [x, y, z] = self.groups;
        let groups = threads.div_ceil(self.group);
        let across = groups.min(x);
        let down = groups.div_ceil(across.max(1));
        (down <= y && layers <= z).then_some([across, down, layers])
    }
}

#[cfg(test)]
mod tests {
    use super::DispatchLimits;

    /// What the WebGPU specification has every adapter bear: 256 invocations of a workgroup, 65,535 workgroups
    /// along a dimension, 8 storage buffers. Its 16 KiB of shared memory are not used.
    fn least() -> DispatchLimits {
        DispatchLimits::new(256, [65_535; 3], 8)
    }

    #[test]
    fn a_dispatch_has_a_thread_for_each_number_and_few_for_none() {
        for threads in [1, 63, 64, 65, 4_194_240, 4_194_241, 268_000_000] {
            let [x, y, z] = least().spread(threads, 3).expect("few enough");
            assert!(x <= 65_535 && y <= 65_535 && z == 3);
            assert!(x * y * 64 >= threads, "{threads}: {x} × {y}");
            assert!(x * y * 64 < threads + 64 * x.max(1), "{threads}: {x} × {y}");
        }
        assert_eq!(least().spread(0, 1), Some([0, 0, 1]));
    }

    #[test]
    fn what_an_adapter_does_not_bear_is_not_dispatched() {
        assert_eq!(least().spread(64, 65_536), None);
        let small = DispatchLimits::new(16, [4, 2, 1], 4);
        assert_eq!(small.spread(128, 1), Some([4, 2, 1]));
        assert_eq!(small.spread(129, 1), None);
    }
}

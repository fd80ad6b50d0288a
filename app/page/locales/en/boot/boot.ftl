### What js/boot.js says where the page cannot start. It has the English at hand, in this order; the
### page's tests compare the two.

cannot-run = Latentscape cannot run in this browser
needs-webassembly = It needs WebAssembly, which runs the models, and this browser has none, or has it
    switched off.
needs-simd = It needs WebAssembly SIMD, the arithmetic that the models are built for, and this browser
    has none, or has it switched off.
needs-workers = It needs Web Workers, which keep the page fluent while the models run, and this browser
    has none, or has it switched off.
needs-module-workers = It needs module workers, which keep the page fluent while the models run, and
    this browser has none, or has it switched off.
browsers = Chrome or Edge 91, Firefox 114, Safari 16.4, and everything later, have it.
not-loaded = Latentscape could not be loaded
part-missing = A part of the page did not arrive. This is usually the network; loading the page again
    helps.
reload = Reload
# What this language is called in itself, for the choice of another.
own-name = English

import { jaxEngine } from "./jax.js";
import { options, serve } from "./worker.js";

const { device, convolutions } = options();
serve(jaxEngine(device, convolutions));

export { freePorts } from "../../core/contract/free-ports.ts";

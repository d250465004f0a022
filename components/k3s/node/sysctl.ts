/**
 * What a kubelet expects of the kernel, and would otherwise set by itself; and room for the many programs that watch files:
 * with the default of 128, the ninth pod that does cannot start.
 */
export const SYSCTL = `vm.overcommit_memory = 1
vm.panic_on_oom = 0
kernel.panic = 10
kernel.panic_on_oops = 1
fs.inotify.max_user_instances = 8192
fs.inotify.max_user_watches = 524288
`;

/* void main(int argc) */
void program_main(int argc) __asm__("main");

int __main_argc_argv(int argc, char **argv);
int __main_argc_argv(int argc, char **argv) {
  (void)argv;
  program_main(argc);
  return 0;
}

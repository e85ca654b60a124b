/* int main(int argc) */
int program_main(int argc) __asm__("main");

int __main_argc_argv(int argc, char **argv);
int __main_argc_argv(int argc, char **argv) {
  (void)argv;
  return program_main(argc);
}

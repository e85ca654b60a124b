/* void main(void) */
void program_main(void) __asm__("main");

int __main_void(void);
int __main_void(void) {
  program_main();
  return 0;
}

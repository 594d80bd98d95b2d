#ifndef LINKERD_WIZARD_CNCURSES_SHIM_H
#define LINKERD_WIZARD_CNCURSES_SHIM_H

// Wide characters must be asked for before the header is read.
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// Swift imports neither function-like macros nor these globals, which it can't prove to be used on
// one thread.

static inline WINDOW *nc_stdscr(void) { return stdscr; }
static inline WINDOW *nc_curscr(void) { return curscr; }
static inline int nc_colors(void) { return COLORS; }

static inline unsigned int nc_bold(void) { return A_BOLD; }
static inline unsigned int nc_dim(void) { return A_DIM; }
static inline unsigned int nc_reverse(void) { return A_REVERSE; }
static inline unsigned int nc_underline(void) { return A_UNDERLINE; }

static inline int nc_set_style(WINDOW *window, unsigned int attributes, short pair) {
  return wattr_set(window, attributes, pair, NULL);
}

// <term.h> defines macros such as `lines` and `columns`; these are the parts that are needed.
struct term;
extern struct term *cur_term;
extern int setupterm(const char *terminal, int descriptor, int *error);
extern int del_curterm(struct term *terminal);

// Loads a terminal's description: 1 found, 0 unknown, -1 no database. Nothing is printed.
static inline int nc_load_description(const char *terminal, int descriptor) {
  int error = 0;
  setupterm(terminal, descriptor, &error);
  return error;
}

static inline void nc_drop_description(void) {
  if (cur_term) del_curterm(cur_term);
}

// A string capability, or NULL where there is none (terminfo says -1 for a name of another kind).
static inline const char *nc_capability(const char *name) {
  char *value = tigetstr(name);
  return value == (char *)-1 ? NULL : value;
}

static inline int nc_width(wchar_t character) {
  extern int wcwidth(wchar_t);
  return wcwidth(character);
}

// 0, or -1 where the descriptor is no terminal.
static inline int nc_terminal_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return -1;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

// A file in memory, closed in children.
static inline int nc_memory_file(const char *name) {
#ifdef SYS_memfd_create
  return (int)syscall(SYS_memfd_create, name, 1u);
#else
  return -1;
#endif
}

#endif

/*
 * measure: runs a command and says what it cost.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	measure OUT COMMAND [ARGUMENT...]
 *
 * Writes a line to the file OUT: CPU seconds (user and system, of the command
 * and of what it waited for), seconds on the wall, the largest resident set
 * of one process in KiB. The exit code is the command's; 127 when it cannot
 * be run, 128 + signal when it was killed.
 */
#define _DEFAULT_SOURCE /* wait4 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	struct rusage usage;
	double start, end;
	FILE *out;
	int status;
	pid_t pid;

	if (argc < 3) {
		fputs("usage: measure OUT COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	start = now();
	pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) < 0) {
		perror("measure");
		return 1;
	}
	end = now();
	out = fopen(argv[1], "w");
	if (!out ||
	    fprintf(out, "%.6f %.6f %ld\n",
		    seconds(usage.ru_utime) + seconds(usage.ru_stime),
		    end - start, usage.ru_maxrss) < 0 ||
	    fclose(out)) {
		perror("measure");
		return 1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

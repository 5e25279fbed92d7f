// A race, planted: a tool that looks for races and does not find this one shows nothing.
#include <cstdio>

int main() {
  int sum = 0;
#pragma omp parallel for num_threads(4)
  for (int i = 0; i < 1000; ++i) sum += i;  // on purpose without a reduction
  std::printf("%d\n", sum);
}

using Assessment.Benchmarks;

return args is ["runtime"] ? await RuntimeBenchmark.Run() : Usage();

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Benchmarks -- runtime");
    return 1;
}

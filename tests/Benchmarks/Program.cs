using Assessment.Benchmarks;

return args switch
{
    ["runtime"] => await RuntimeBenchmark.Run(),
    ["year", var folder] => await YearBenchmark.Run(folder, times: 3),
    ["growth"] => await GrowthBenchmark.Run(),
    ["once", var folder] => await GrowthBenchmark.Once(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Benchmarks -- runtime
               dotnet run -c Release --project tests/Benchmarks -- year FOLDER
               dotnet run -c Release --project tests/Benchmarks -- growth
        """);
    return 1;
}

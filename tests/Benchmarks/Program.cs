using Assessment.Benchmarks;

return args switch
{
    ["runtime"] => await RuntimeBenchmark.Run(),
    ["package"] => await PackageBenchmark.Run(),
    ["document"] => await DocumentBenchmark.Run(times: 3),
    ["personal-data"] => PersonalDataBenchmark.Run(),
    ["year", var folder] => await YearBenchmark.Run(folder, times: 3),
    ["vault"] => await VaultBenchmark.Run(),
    ["growth"] => await GrowthBenchmark.Run(),
    ["once", var folder] => await GrowthBenchmark.Once(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Benchmarks -- runtime
               dotnet run -c Release --project tests/Benchmarks -- package
               dotnet run -c Release --project tests/Benchmarks -- document
               dotnet run -c Release --project tests/Benchmarks -- personal-data
               dotnet run -c Release --project tests/Benchmarks -- year FOLDER
               dotnet run -c Release --project tests/Benchmarks -- growth
               dotnet run -c Release --project tests/Benchmarks -- vault
        """);
    return 1;
}

Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Benchmarks -- <name>");
return 1;

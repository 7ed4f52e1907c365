using System.Globalization;

namespace ZeroTrust.Engine.State;

/// <summary>A lock held while a run changes a stack. The operating system releases it when the process ends, even on a crash.</summary>
internal sealed class StackLock : IDisposable
{
    // ERROR_SHARING_VIOLATION of Windows; EWOULDBLOCK of Linux and of macOS.
    private static readonly int[] InUse = [unchecked((int)0x80070020), 11, 35];

    private readonly FileStream _file;
    private readonly string _holder;

    private StackLock(FileStream file, string holder)
    {
        _file = file;
        _holder = holder;
    }

    public static StackLock Acquire(string path, StackName stack, TimeProvider clock)
    {
        var holder = path + ".holder";
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(
                holder,
                string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} since {clock.GetUtcNow():u}")
            );
            return new(file, holder);
        }
        catch (IOException e) when (file is null && InUse.Contains(e.HResult))
        {
            var who = File.Exists(holder) ? File.ReadAllText(holder) : "another process";
            throw new EngineException($"Stack '{stack.Stack}' is locked by {who}; wait until that run has ended ({path}).", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw OwnersFile.NotWritten(path, e);
        }
    }

    public void Dispose()
    {
        File.Delete(_holder);
        _file.Dispose();
    }
}

package wadi.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import wadi.platform.StartupException;
import wadi.runtime.files.Archive;
import wadi.runtime.files.Digest;
import wadi.runtime.files.SourceFiles;

/** The files of one generation as they were at one moment: routes, kamelets, rules, wording and properties. */
public final class Snapshot {
  private final Path source;
  private final Path copy;
  private final SortedMap<String, String> digests;
  private final String hash;
  private final String fingerprint;

  /** @param fingerprint of the source when it was copied, or empty */
  Snapshot(Path source, Path copy, SortedMap<String, String> digests, String fingerprint) throws IOException {
    this.source = source;
    this.copy = copy.toRealPath();
    this.digests = Collections.unmodifiableSortedMap(digests);
    this.hash = Digest.of(digests);
    this.fingerprint = fingerprint;
  }

  /**
   * Copies the files of {@code source} to {@code copy}, which is emptied before. Files that are written, replaced or
   * moved meanwhile are copied again until all of them are of one moment.
   *
   * @throws StartupException there is no folder {@code routes}, a file cannot be read, or the files keep changing
   */
  public static Snapshot take(Path source, Path copy) {
    return new SteadyCopy(source, copy).take();
  }

  /** Costs little, and has another value whenever {@link #take} might find other files; of hidden ones it says nothing. */
  public static String fingerprint(Path source) {
    return SourceFiles.of(source).fingerprint();
  }

  /**
   * Brings an {@link #archive} back, into {@code copy}, which is emptied before.
   *
   * @param source the folder that messages name, which is not read
   * @throws StartupException the archive is broken, or holds what is no file of a generation
   */
  public static Snapshot unpack(byte[] archive, Path source, Path copy) {
    try {
      empty(copy);
      SortedMap<String, String> digests = new TreeMap<>();
      Archive.unpack(archive, (name, content) -> digests.put(name, write(copy.resolve(name), content)));
      Snapshot snapshot = new Snapshot(source, copy, digests, "");
      if (!Archive.isOf(archive, snapshot.hash)) {
        throw new IOException("it is no such archive, or was damaged");
      }
      return snapshot;
    } catch (IOException e) {
      throw new StartupException("The archive of files cannot be unpacked to %s: %s.".formatted(copy, e.getMessage()), e);
    }
  }

  static String write(Path target, byte[] content) throws IOException {
    Files.createDirectories(target.getParent());
    Files.write(target, content);
    return Digest.of(content);
  }

  /** Where the generation reads them. */
  public Path folder() {
    return copy;
  }

  /** The first 12 hexadecimal digits of the SHA-256 of all names and contents. */
  public String hash() {
    return hash;
  }

  /** What {@link #fingerprint(Path)} said when the files were copied; empty when they come out of an archive. */
  Optional<String> fingerprint() {
    return Optional.of(fingerprint).filter(known -> !known.isEmpty());
  }

  /** Of each file, by its name, the first 12 hexadecimal digits of the SHA-256 of its content. */
  public SortedMap<String, String> digests() {
    return digests;
  }

  /** All files as a zip, always the same for one {@link #hash}. */
  public byte[] archive() {
    try {
      return Archive.pack(copy, new TreeSet<>(digests.keySet()), hash);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces the copy's path in a message by the one people edit. */
  public String inWordsOfTheSource(String message) {
    return message.replace(copy + "/", "").replace(copy.toString(), source.toString());
  }

  /** Removes the copy. */
  public void delete() {
    try {
      delete(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void empty(Path folder) throws IOException {
    delete(folder);
    Files.createDirectories(folder);
  }

  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
